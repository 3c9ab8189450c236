import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSimulators, VENDOR_IDS, type Simulators } from '../simulators';
import { problemsOf, stepOf } from './checks';
import { demoCredentials } from '../workbench/credentials';
import { startHeadless, type Headless, type WorkflowFile } from '../workbench/headless';
import type { TypeSources } from '../workbench/n8n/types';
import { count, describeStep, paint, seconds } from './report';

interface Example {
	file: string;
	note?: string;
	/** The code that items on the error branch must have; without it there must be none. */
	expectedError?: string;
	/** Everything is as it should be before, or the workflow only compares: nothing may be written. */
	isDone?: true;
}

const EXAMPLES: Example[] = [
	{ file: 'keitaro.json' },
	{ file: 'reach360.json' },
	{ file: 'audience-manager.json' },
	{ file: 'mirror-groups.json', note: 'first run: all names are new' },
	{ file: 'mirror-groups.json', note: 'second run: all names are taken', expectedError: 'duplicate_name' },
	...[
		'hr-list-to-reach-group.json',
		'keitaro-sort-campaigns.json',
		'audience-manager-permissions.json',
		'off-boarding.json',
		'approve-then-set.json',
	].flatMap((file): Example[] => [{ file }, { file, note: 'second run: nothing left to do', isDone: true }]),
	{ file: 'nightly-drift-report.json', note: 'it compares and writes nothing', isDone: true },
	{ file: 'somebody-left-a-group.json', note: 'with what the trigger shows as a sample', isDone: true },
	{ file: 'mirror-new-groups.json', note: 'with what the trigger shows as a sample' },
];

export interface DemoOptions {
	/** Which node runs; default: the built package. */
	sources?: TypeSources;
	write?: (line: string) => void;
}

interface Demo {
	n8n: Headless;
	simulators: Simulators;
	write: (line: string) => void;
}

interface Outcome {
	title: string;
	steps: number;
	problems: number;
	took: string;
}

/** Runs the example workflows against the simulators, says what happened, and whether all was as expected. */
export async function runDemo({ sources, write = writeLine }: DemoOptions = {}): Promise<boolean> {
	const started = Date.now();
	const n8n = await startHeadless(sources);
	try {
		write(paint('dim', `n8n's engine started (${n8n.expressionEngine} expressions), ${seconds(started)}`));
		const simulators = await startSimulators();
		try {
			const outcomes = await runExamples({ n8n, simulators, write });
			const failed = outcomes.filter(({ problems }) => problems > 0).length;
			write(['', ...outcomes.map(summary)].join('\n'));
			write(
				failed === 0
					? `All as expected, ${seconds(started)}.`
					: `Not as expected: ${count(failed, 'workflow')}.`,
			);
			return failed === 0;
		} finally {
			await simulators.close();
		}
	} finally {
		await n8n.close();
	}
}

async function runExamples(demo: Demo): Promise<Outcome[]> {
	const { n8n, simulators } = demo;
	for (const { id, name, type, data } of demoCredentials(simulators)) n8n.credentials.set(id, type, data, name);
	const outcomes: Outcome[] = [];
	for (const example of EXAMPLES) outcomes.push(await runExample(example, demo));
	return outcomes;
}

async function runExample(example: Example, { n8n, simulators, write }: Demo): Promise<Outcome> {
	const workflow = readWorkflow(example.file);
	const title = `${workflow.name ?? example.file}${example.note ? ` (${example.note})` : ''}`;
	const started = Date.now();
	const outcome: Outcome = { title, steps: 0, problems: 0, took: '' };
	const nodes = new Map(
		workflow.nodes.filter(({ type }) => type.startsWith(n8n.nodeType)).map((node) => [node.name, node]),
	);
	const newRequests = requestReader(simulators);
	newRequests();
	write(`\n${paint(['bold', 'underline'], title)}  ${paint('dim', `demo/workflows/${example.file}`)}`);

	const report = (problem: string): void => {
		outcome.problems++;
		write(`      ${paint('red', '✗')} ${problem}`);
	};
	const { error } = await n8n.run(workflow, {
		onNodeDone(nodeName, task) {
			const node = nodes.get(nodeName);
			if (!node) return;
			const step = stepOf(node, task);
			const requests = newRequests();
			write(
				describeStep(
					step,
					++outcome.steps,
					requests.map(({ line }) => line),
				),
			);
			if (example.isDone && requests.some(({ isWrite }) => isWrite)) report('something was written');
			problemsOf(step, example.expectedError).forEach(report);
			if (example.expectedError && node.onError && step.errors.length === 0)
				report('nothing on the error branch');
		},
	});
	if (error && outcome.problems === 0) report(error.message);
	if (outcome.steps < nodes.size) report(`${count(nodes.size - outcome.steps, 'step')} did not run`);
	outcome.took = seconds(started);
	return outcome;
}

/** Gives, at each call, what the simulators were asked since the call before. */
function requestReader(simulators: Simulators): () => Array<{ line: string; isWrite: boolean }> {
	const seen = new Map<unknown, number>();
	return () =>
		VENDOR_IDS.map(simulators.of).flatMap((simulator) => {
			const fresh = simulator.log.slice(seen.get(simulator) ?? 0);
			seen.set(simulator, simulator.log.length);
			return fresh.map(({ method, path, query }) => {
				const search = new URLSearchParams(query as Record<string, string>).toString();
				const line = `${paint('cyan', method)} ${simulator.url}${path}${search && `?${search}`}`;
				const isLogin = !`${simulator.url}${path}`.startsWith(`${simulator.baseUrl}/`);
				return { line, isWrite: method !== 'GET' && !isLogin };
			});
		});
}

function readWorkflow(file: string): WorkflowFile {
	return JSON.parse(readFileSync(join(__dirname, 'workflows', file), 'utf8')) as WorkflowFile;
}

function summary({ title, steps, problems, took }: Outcome): string {
	const mark = problems === 0 ? paint('green', '✓') : paint('red', '✗');
	const result = problems === 0 ? 'as expected' : count(problems, 'problem');
	return `${mark} ${title}: ${count(steps, 'step')}, ${result} ${paint('dim', took)}`;
}

function writeLine(line: string): void {
	process.stdout.write(`${line}\n`);
}

if (require.main === module) {
	runDemo().then(
		(succeeded) => (process.exitCode = succeeded ? 0 : 1),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
			process.exitCode = 1;
		},
	);
}
