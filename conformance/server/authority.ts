import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { program } from '../browsers/install.js'
import { makeTemporaryFolder, removeTemporaryFolder } from '../browsers/temporary-folder.js'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** An authority of the run's own, which engines and user agent are told to trust, and nothing else knows. */
export interface Authority {
  /** Its certificate, in PEM. */
  readonly pem: string
  /** The same, as a file. */
  readonly file: string
  /** For the names under test. */
  readonly trusted: Certificate
  /** Of the same authority, for another name. */
  readonly misnamed: Certificate
  /** Of the same authority, and out of date. */
  readonly expired: Certificate
  /** For the names under test, of nobody's authority. */
  readonly selfSigned: Certificate
  remove(): void
}

export function createAuthority(names: readonly string[]): Authority {
  const folder = makeTemporaryFolder('authority')
  try {
    const file = join(folder, 'authority.pem')
    selfSign(folder, 'authority', ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'])
    return {
      pem: readFileSync(file, 'utf8'),
      file,
      trusted: issue(folder, 'trusted', names, 2),
      misnamed: issue(folder, 'misnamed', ['another.test'], 2),
      expired: issue(folder, 'expired', names, -1),
      selfSigned: selfSign(folder, 'self-signed', [altNames(names)]),
      remove: () => removeTemporaryFolder(folder),
    }
  } catch (error) {
    removeTemporaryFolder(folder)
    throw error
  }
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

function selfSign(folder: string, name: string, extensions: readonly string[]): Certificate {
  const added = extensions.flatMap((extension) => ['-addext', extension])
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
  openssl(folder, ['req', '-x509', ...KEY, ...files, '-days', '2', '-subj', `/CN=concors ${name}`, ...added])
  return read(folder, name)
}

function issue(folder: string, name: string, names: readonly string[], days: number): Certificate {
  const wanted = ['-subj', `/CN=concors ${name}`, '-addext', altNames(names)]
  openssl(folder, ['req', ...KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...wanted])
  const signer = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-copy_extensions', 'copy']
  const files = ['-in', `${name}.csr`, '-out', `${name}.pem`]
  openssl(folder, ['x509', '-req', ...files, ...signer, '-days', String(days)])
  return read(folder, name)
}

function read(folder: string, name: string): Certificate {
  const text = (kind: string): string => readFileSync(join(folder, `${name}.${kind}`), 'utf8')
  return { key: text('key'), cert: text('pem') }
}

function altNames(names: readonly string[]): string {
  return `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
}

function openssl(cwd: string, args: readonly string[]): void {
  execFileSync(program('openssl'), args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
}
