import adapter from '@sveltejs/adapter-node'

// oxlint-disable-next-line import/no-default-export -- this is what SvelteKit looks for
export default { kit: { adapter: adapter() } }
