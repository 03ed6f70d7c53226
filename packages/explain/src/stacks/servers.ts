import type { Need } from './need.js'

// Those that Debian has packages of run in conformance/stacks; the others are written from their documentation. The origin is compared, never copied unchecked.

function quoted(items: readonly string[], quote = '"'): string {
  return items.map((item) => `${quote}${item.replaceAll(/[\\"']/g, String.raw`\$&`)}${quote}`).join(', ')
}

const SAFE = ['GET', 'HEAD', 'POST']
const all = ({ methods }: Need): readonly string[] => [...SAFE, ...methods]

export const serverStacks = {
  nginx: (need: Need) => `# http { … }
map $http_origin $cors_origin {
    default "";
    "${need.origin}" $http_origin;
}

# location … { … }
add_header Access-Control-Allow-Origin $cors_origin always;
${need.credentials ? 'add_header Access-Control-Allow-Credentials true always;\n' : ''}add_header Vary Origin always;
if ($request_method = OPTIONS) {
    add_header Access-Control-Allow-Origin $cors_origin always;
${need.credentials ? '    add_header Access-Control-Allow-Credentials true always;\n' : ''}    add_header Access-Control-Allow-Methods "${all(need).join(', ')}" always;
    add_header Access-Control-Allow-Headers "${need.headers.join(', ')}" always;
    add_header Vary Origin always;
    return 204;
}`,

  apache: (need: Need) => `SetEnvIf Origin "^${need.origin.replaceAll('.', String.raw`\.`)}$" CORS_ORIGIN=$0
Header always set Access-Control-Allow-Origin %{CORS_ORIGIN}e env=CORS_ORIGIN
${need.credentials ? 'Header always set Access-Control-Allow-Credentials true env=CORS_ORIGIN\n' : ''}Header always set Access-Control-Allow-Methods "${all(need).join(', ')}" env=CORS_ORIGIN
Header always set Access-Control-Allow-Headers "${need.headers.join(', ')}" env=CORS_ORIGIN
Header always merge Vary Origin
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^ - [R=204,L]`,

  caddy: (need: Need) => `@cors header Origin ${need.origin}
header @cors Access-Control-Allow-Origin ${need.origin}
${need.credentials ? 'header @cors Access-Control-Allow-Credentials true\n' : ''}header +Vary Origin
@preflight {
	method OPTIONS
	header Origin ${need.origin}
}
header @preflight Access-Control-Allow-Methods "${all(need).join(', ')}"
header @preflight Access-Control-Allow-Headers "${need.headers.join(', ')}"
respond @preflight 204`,

  s3: (need: Need) => `[
  {
    "AllowedOrigins": [${quoted([need.origin])}],
    "AllowedMethods": [${quoted(all(need).filter((method) => method !== 'OPTIONS'))}],
    "AllowedHeaders": [${quoted(need.headers)}]
  }
]`,

  'api-gateway': (need: Need) => `# An HTTP API, in CloudFormation
CorsConfiguration:
  AllowOrigins: [${quoted([need.origin])}]
  AllowCredentials: ${need.credentials}
  AllowMethods: [${quoted(all(need))}]
  AllowHeaders: [${quoted(need.headers)}]`,

  nextjs: (need: Need) => `// next.config.js: for one origin; several need a comparison in code
async headers() {
  return [{
    source: '/api/:path*',
    headers: [
      { key: 'Access-Control-Allow-Origin', value: '${need.origin}' },
${need.credentials ? "      { key: 'Access-Control-Allow-Credentials', value: 'true' },\n" : ''}      { key: 'Access-Control-Allow-Methods', value: '${all(need).join(', ')}' },
      { key: 'Access-Control-Allow-Headers', value: '${need.headers.join(', ')}' },
    ],
  }]
}`,
} as const
