import type { INodeExecutionData } from 'n8n-workflow';
import { styleText } from 'node:util';

import { envelopeOf, failureOf, givesEnvelopes, type Request, type Step } from './checks';

const LONGEST = 180;
const INDENT = '      ';

export type Style = Parameters<typeof styleText>[0];

/** Colours on a terminal, plain text elsewhere. */
export function paint(style: Style, text: string): string {
	return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

/** What a step asked, sent and got, in a few lines. `sent` is what the simulators saw. */
export function describeStep(step: Step, number: number, sent: string[]): string {
	const title = `${String(number).padStart(3)}. ${step.node.name.padEnd(28)}`;
	const asked = step.asked.padEnd(40);
	const effort = `${step.task.executionTime} ms, ${count(sent.length, 'request')}`;
	const lines = [`${paint('bold', title)} ${asked} ${paint('dim', effort)}`, ...describeRequests(step, sent)];
	if (step.success.length > 0) lines.push(`${INDENT}${paint('green', '→')} ${describeItems(step)}`);
	if (step.errors.length > 0)
		lines.push(`${INDENT}${paint('yellow', '↳ error branch:')} ${describeErrors(step.errors)}`);
	return lines.join('\n');
}

function describeRequests(step: Step, sent: string[]): string[] {
	// Items that shared a request all show it.
	const requests = [...new Map(requestsOf(step).map((request) => [JSON.stringify(request), request])).values()];
	// Records without an envelope do not carry their request: the simulators know it.
	if (requests.length === 0) return sent.map((line) => `${INDENT}${line}`);
	const [first, ...more] = requests;
	const lines = first ? describeRequest(first) : [`${INDENT}nothing was sent`];
	return more.length > 0 ? [...lines, `${INDENT}and ${count(more.length, 'more request')} like this`] : lines;
}

function requestsOf(step: Step): Array<Request | null> {
	const successes = givesEnvelopes(step) ? step.success.map((item) => envelopeOf(item).request) : [];
	return [...successes, ...step.errors.map((item) => failureOf(item).error.request)];
}

function describeRequest({ method, url, headers, body }: Request): string[] {
	const shown = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	const lines = [`${paint('cyan', method)} ${url}`, paint('dim', `  ${shown.join('  ')}`)];
	if (body !== undefined) lines.push(paint('dim', `  ${shorten(body)}`));
	return lines.map((line) => `${INDENT}${line}`);
}

function describeItems(step: Step): string {
	if (!givesEnvelopes(step))
		return describeList(
			step.success.map(({ json }) => json),
			'item',
		);
	const data = step.success.map((item) => envelopeOf(item).data);
	if (data.length > 1) return describeList(data, 'item');
	return Array.isArray(data[0]) ? describeList(data[0], 'entry', 'entries') : shorten(data[0]);
}

function describeList(list: unknown[], one: string, many?: string): string {
	return list.length === 0 ? `no ${one}` : `${count(list.length, one, many)}, first ${shorten(list[0])}`;
}

function describeErrors(items: INodeExecutionData[]): string {
	const codes = new Set(items.map((item) => failureOf(item).error.code));
	const first = items[0] ? failureOf(items[0]).message : '';
	return `${count(items.length, 'item')}, ${[...codes].join(', ')}\n${INDENT}  ${paint('dim', first)}`;
}

function shorten(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

export function count(number: number, one: string, many = `${one}s`): string {
	return `${number} ${number === 1 ? one : many}`;
}

export function seconds(since: number): string {
	return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
