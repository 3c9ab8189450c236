import type { Bench } from './bench';
import type { Editor } from './editor';

/** Runs the open step to its end. n8n's notice of it lasts seconds, which a busy machine misses. @returns its status */
export async function runStep(editor: Editor, { rest }: Bench): Promise<string> {
	const last = async () =>
		(await rest.get<{ results: Array<{ id: string; status: string }> }>('/executions?limit=1')).results[0];
	const before = (await last())?.id;
	await editor.id('node-execute-button').click();
	for (;;) {
		await editor.page.waitForTimeout(500);
		const { id, status } = (await last()) ?? { id: before, status: '' };
		if (id !== before && !['new', 'running', 'waiting'].includes(status)) return status;
	}
}
