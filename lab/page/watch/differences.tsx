import type { Difference } from '../run/compare.js'

/** Whether the browser and our engine did the same. */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  if (differences.length === 0) {
    return (
      <p class="agree">
        <span aria-hidden="true">= </span>Both did the same: verdict, response, visible headers and requests.
      </p>
    )
  }
  const known = differences.find((one) => one.known !== null)?.known
  return (
    <div class={known === undefined ? 'disagree' : 'disagree known'} role="alert">
      <p>
        <strong>
          <span aria-hidden="true">≠ </span>
          {known === undefined
            ? 'Your browser and concors disagree.'
            : 'They differ, for a reason that is known.'}
        </strong>{' '}
        {known ?? 'That is a mistake in concors, or something new in your browser; please report it.'}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">what</th>
            <th scope="col">your browser</th>
            <th scope="col">concors</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ what, browser, engine }) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>
                <pre>{browser}</pre>
              </td>
              <td>
                <pre>{engine}</pre>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
