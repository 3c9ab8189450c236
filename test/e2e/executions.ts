import type { Rest } from '../../demo/start/rest';

/** The data of a workflow's executions as n8n stores them, flattened; the newest first, 100 at most. */
export async function executionsOf(rest: Rest, workflowId: string): Promise<string[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const path = `/executions?limit=100&filter=${filter}`;
	const { results } = await rest.get<{ results: Array<{ id: string }> }>(path);
	const all = results.map(async ({ id }) => await rest.get<{ data: string }>(`/executions/${id}`));
	return (await Promise.all(all)).map(({ data }) => data);
}

/** A poll a minute, on a machine that has other things to do. */
const PATIENCE_MS = 150_000;

/** Looks twice a second. @param look gives undefined as long as it is not so */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
	for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
		const found = await look();
		if (found !== undefined) return found;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	throw new Error(`Waited in vain for ${what}`);
}
