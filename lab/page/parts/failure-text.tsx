import type { Violation } from '@concors/explain'

/** What is wrong, what that means, and where the standard decides it. */
export function FailureText({ failure }: { readonly failure: Violation }) {
  const { title, meaning, link, step } = failure
  return (
    <p>
      <strong>{title}.</strong> {meaning}{' '}
      <a href={link} target="_blank" rel="noreferrer">
        The standard, step {step}
      </a>
    </p>
  )
}
