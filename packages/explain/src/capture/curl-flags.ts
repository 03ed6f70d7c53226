/**
 * What a flag of curl takes: nothing (`switch`), or a value. `ignored` ones have no say in what a page would send.
 */
export type CurlFlag = 'switch' | 'value' | 'ignored' | 'ignored-value'

function all<T extends CurlFlag>(flag: T, names: string): readonly (readonly [string, T])[] {
  return names.split(' ').map((name) => [`--${name}`, flag])
}

export const CURL_FLAGS: Readonly<Record<string, CurlFlag>> = Object.fromEntries([
  ...all('switch', 'get head'),
  ...all(
    'value',
    'request header user-agent referer cookie user oauth2-bearer range url json data data-ascii data-binary data-raw data-urlencode form form-string upload-file',
  ),
  ...all(
    'ignored',
    'compressed insecure location location-trusted silent show-error include verbose fail fail-with-body globoff http1.0 http1.1 http2 http2-prior-knowledge http3 ipv4 ipv6 no-buffer progress-bar remote-name remote-header-name path-as-is no-keepalive tcp-nodelay basic digest ntlm negotiate anyauth tlsv1 tlsv1.2 tlsv1.3 raw tr-encoding junk-session-cookies disable no-progress-meter',
  ),
  ...all(
    'ignored-value',
    'max-time connect-timeout output write-out proxy proxy-header proxy-user resolve connect-to cacert capath cert key cookie-jar dump-header max-redirs retry retry-delay interface limit-rate unix-socket trace trace-ascii ciphers dns-servers config stderr noproxy keepalive-time expect100-timeout',
  ),
])

export const SHORT_FLAGS: Readonly<Record<string, string>> = {
  '-#': '--progress-bar',
  '-0': '--http1.0',
  '-4': '--ipv4',
  '-6': '--ipv6',
  '-A': '--user-agent',
  '-b': '--cookie',
  '-c': '--cookie-jar',
  '-d': '--data',
  '-D': '--dump-header',
  '-e': '--referer',
  '-E': '--cert',
  '-f': '--fail',
  '-F': '--form',
  '-g': '--globoff',
  '-G': '--get',
  '-H': '--header',
  '-i': '--include',
  '-I': '--head',
  '-j': '--junk-session-cookies',
  '-J': '--remote-header-name',
  '-k': '--insecure',
  '-K': '--config',
  '-L': '--location',
  '-m': '--max-time',
  '-N': '--no-buffer',
  '-o': '--output',
  '-O': '--remote-name',
  '-q': '--disable',
  '-r': '--range',
  '-s': '--silent',
  '-S': '--show-error',
  '-T': '--upload-file',
  '-u': '--user',
  '-U': '--proxy-user',
  '-v': '--verbose',
  '-w': '--write-out',
  '-x': '--proxy',
  '-X': '--request',
}
