import { sveltekit } from '@sveltejs/kit/vite'

// `vite dev` and `vite preview` answer CORS on their own, in ways that cannot be turned off in SvelteKit: what counts is
// the built server.
// oxlint-disable-next-line import/no-default-export -- this is what Vite looks for
export default { plugins: [sveltekit()] }
