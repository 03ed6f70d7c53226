import { existsSync } from 'node:fs'
import type { StackName } from '@concors/explain'
import { aptInstall } from '../apt.js'

/** Files and a command that make a server with the code of a fix in it. */
export interface ServerSetup {
  /** By name, in a folder of their own. */
  readonly files: Readonly<Record<string, string>>
  /** Run in that folder. */
  readonly command: readonly [program: string, ...args: string[]]
}

/** Where the server listens, and the application that it stands in front of, if it stands in front of one. */
export interface Ports {
  readonly own: number
  readonly upstream: number
}

/** What a fix is tried out in. */
export interface StackServer {
  /** The program, or a file that its package brings. */
  readonly needs: readonly string[]
  readonly setUp: (code: string, ports: Ports) => ServerSetup
}

const PYTHON = '/usr/bin/python3'
const DEBIAN_MODULES = '/usr/lib/python3/dist-packages'

const PACKAGES =
  'nginx-light apache2-bin caddy python3-flask python3-flask-cors python3-django python3-django-cors-headers python3-fastapi uvicorn ruby-rack ruby-rack-cors ruby-webrick'.split(
    ' ',
  )

/** The stacks whose fix runs here in the real thing, from Debian's packages. */
export const STACK_SERVERS: Partial<Readonly<Record<StackName, StackServer>>> = {
  nginx: {
    needs: ['/usr/sbin/nginx'],
    setUp: (code, { own, upstream }) => {
      const [http, location] = code.split('# location … { … }') as [string, string]
      return {
        files: {
          'nginx.conf': `daemon off;
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path temp;
  proxy_temp_path temp;
  fastcgi_temp_path temp;
  uwsgi_temp_path temp;
  scgi_temp_path temp;
  ${http}
  server {
    listen 127.0.0.1:${own};
    location / {
      ${location}
      proxy_pass http://127.0.0.1:${upstream};
    }
  }
}`,
        },
        command: ['/usr/sbin/nginx', '-p', '.', '-c', 'nginx.conf', '-e', 'stderr'],
      }
    },
  },

  apache: {
    needs: ['/usr/sbin/apache2', '/usr/lib/apache2/modules/mod_headers.so'],
    setUp: (code, { own, upstream }) => ({
      files: {
        'apache.conf': `ServerRoot \${FOLDER}
ServerName 127.0.0.1
Listen 127.0.0.1:${own}
PidFile apache.pid
ErrorLog "|/bin/cat"
${['mpm_event', 'authz_core', 'headers', 'setenvif', 'rewrite', 'proxy', 'proxy_http'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
${code}
ProxyPass / http://127.0.0.1:${upstream}/
`,
      },
      command: ['/bin/sh', '-c', 'FOLDER=$PWD exec /usr/sbin/apache2 -f $PWD/apache.conf -DFOREGROUND'],
    }),
  },

  caddy: {
    needs: ['/usr/bin/caddy'],
    setUp: (code, { own, upstream }) => ({
      files: {
        Caddyfile: `{
	admin off
	auto_https off
}
http://127.0.0.1:${own} {
	bind 127.0.0.1
	${code.replaceAll('\n', '\n\t')}
	reverse_proxy 127.0.0.1:${upstream}
}
`,
      },
      command: ['/usr/bin/caddy', 'run', '--config', 'Caddyfile', '--adapter', 'caddyfile'],
    }),
  },

  flask: {
    needs: [`${DEBIAN_MODULES}/flask`, `${DEBIAN_MODULES}/flask_cors`],
    setUp: (code, { own }) => ({
      files: {
        'app.py': `from flask import Flask

app = Flask(__name__)

${code}

@app.route("/items", methods=["GET", "PUT"])
def items():
    return "ok"

app.run(host="127.0.0.1", port=${own})
`,
      },
      command: [PYTHON, 'app.py'],
    }),
  },

  django: {
    needs: [`${DEBIAN_MODULES}/django`, `${DEBIAN_MODULES}/corsheaders`],
    setUp: (code, { own }) => ({
      files: {
        'settings.py': `SECRET_KEY = "x"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "urls"

${code}
`,
        'urls.py': `from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("items", lambda request: HttpResponse("ok"))]
`,
        'app.py': `import os
from wsgiref.simple_server import make_server
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
make_server("127.0.0.1", ${own}, get_wsgi_application()).serve_forever()
`,
      },
      command: [PYTHON, 'app.py'],
    }),
  },

  fastapi: {
    needs: [`${DEBIAN_MODULES}/fastapi`, '/usr/bin/uvicorn'],
    setUp: (code, { own }) => ({
      files: {
        'app.py': `from fastapi import FastAPI

app = FastAPI()

${code}

@app.put("/items")
@app.get("/items")
def items():
    return "ok"
`,
      },
      command: ['/usr/bin/uvicorn', '--host', '127.0.0.1', '--port', String(own), 'app:app'],
    }),
  },

  rails: {
    needs: ['/usr/bin/rackup', '/usr/lib/ruby/vendor_ruby/rack/cors.rb'],
    setUp: (code, { own }) => ({
      files: {
        // rack-cors is what answers; of Rails the code names no more than where it is put.
        'config.ru': `require "rack/cors"

inserted = []
middleware = Object.new
middleware.define_singleton_method(:insert_before) { |_, name, &block| inserted << [name, block] }
config = Struct.new(:middleware).new(middleware)
Rails = Struct.new(:application).new(Struct.new(:config).new(config))

${code}

inserted.each { |name, block| use name, &block }
run ->(env) { [200, { "Content-Type" => "text/plain" }, ["ok"]] }
`,
      },
      command: ['/usr/bin/rackup', '--server', 'webrick', '--host', '127.0.0.1', '--port', String(own)],
    }),
  },
}

/** Those that run in what test-tools brings. */
export const TOOL_STACKS: readonly StackName[] = ['cloudflare-workers', 'nextjs']

/** @throws Error that says what to install, where this process may not */
export function installServers(): void {
  const needed = Object.values(STACK_SERVERS).flatMap(({ needs }) => needs)
  aptInstall(
    PACKAGES,
    () => needed.filter((path) => !existsSync(path)),
    `Install the servers with: apt-get install --no-install-recommends ${PACKAGES.join(' ')} (Debian, Ubuntu), or set CONCORS_SERVERS=none to do without.`,
  )
}
