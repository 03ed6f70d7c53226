import { maskText } from '@concors/explain'
import { useState } from 'preact/hooks'
import { writeFragment } from '../state.js'
import type { LabState } from '../state.js'

/** How long a button says that it has copied, in milliseconds. */
const SAYS_SO = 2000

interface CopyButtonProps {
  readonly label: string
  /** Made when it is asked for. */
  readonly text: () => string
}

/** Copies a text. Where the page may not, it is shown to be copied by hand. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [said, setSaid] = useState<string | null>(null)
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text())
      setSaid('Copied')
    } catch {
      prompt('Copy this:', text())
      setSaid(null)
    }
    setTimeout(() => setSaid(null), SAYS_SO)
  }
  return (
    <button type="button" class="quiet" onClick={() => void copy()}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  )
}

interface ShareButtonProps {
  readonly state: LabState
  readonly page: string
  readonly profile: LabState['profile']
}

/** A link that carries the whole state; secrets in what was pasted are masked. */
export function ShareButton({ state, page, profile }: ShareButtonProps) {
  const link = (): string => {
    const masked = { ...state, text: maskSecrets(state.text) }
    return location.origin + location.pathname + writeFragment(masked, page, profile)
  }
  return <CopyButton label="Copy link" text={link} />
}

/** Header lines of commands, code and heads that are known to hold secrets. */
const SECRET_LINE =
  /((?:proxy-)?authorization|cookie|set-cookie|x-api-key|api-key)(["']?\s*[:=,]\s*["']?)([^"'\n\\]+)/gi

/** A pasted text without the secrets that can be told. */
export function maskSecrets(text: string): string {
  return maskText(text).replaceAll(SECRET_LINE, '$1$2***')
}
