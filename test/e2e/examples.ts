import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { REPOSITORY } from '../../demo/start/install';
import { exampleWorkflows, type SeedWorkflow } from '../../demo/start/seed';

export const examples = exampleWorkflows();

/** n8n does not start a workflow that wants an account, be it for sending mail or for a model. */
const asksSomebody = ({ nodes }: SeedWorkflow) =>
	nodes.some(({ type }) => type === 'n8n-nodes-base.emailSend' || type.endsWith('HitlTool'));

export const runnableExamples = examples.filter((example) => !asksSomebody(example));
export const askingExamples = examples.filter(asksSomebody);

/** The example's picture is called like its file. */
export function pictureOf(id: string): string {
	const folder = join(REPOSITORY, 'demo/workflows');
	const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as SeedWorkflow;
	return readdirSync(folder)
		.find((file) => read(file).id === id)!
		.replace('.json', '');
}
