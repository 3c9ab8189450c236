import type { IDataObject, INode, INodeExecutionData, ITaskData } from 'n8n-workflow';

/** One Group Manager node or trigger of an example workflow, after it ran. */
export interface Step {
	node: INode;
	/** `keitaro · group · get`, or the events of a trigger. */
	asked: string;
	resource: string;
	operation: string;
	success: INodeExecutionData[];
	errors: INodeExecutionData[];
	task: ITaskData;
}

export interface Envelope {
	request: Request | null;
	success: boolean;
	data: unknown;
}

export interface Request {
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: unknown;
}

export interface FailedItem {
	error: { code: string; request: Request | null };
	message: string;
}

export function stepOf(node: INode, task: ITaskData): Step {
	const { vendor, resource, operation, events } = node.parameters;
	const [success, errors] = task.data?.main ?? [];
	return {
		node,
		asked: (isTrigger(node) ? [vendor, events] : [vendor, resource, operation]).join(' · '),
		resource: String(resource),
		operation: String(operation),
		success: success ?? [],
		errors: errors ?? [],
		task,
	};
}

const isTrigger = ({ type }: INode): boolean => type.endsWith('Trigger');

export const givesEnvelopes = ({ node }: Step): boolean => node.parameters.output !== 'data' && !isTrigger(node);

export const envelopeOf = ({ json }: INodeExecutionData): Envelope => json as unknown as Envelope;

export const failureOf = ({ json }: INodeExecutionData): FailedItem => json as unknown as FailedItem;

/** What a step gave against expectation; nothing when all is well. */
export function problemsOf(step: Step, expectedError?: string): string[] {
	if (step.task.error) return [`stopped: ${step.task.error.message}`];
	const problems = step.errors
		.map(failureOf)
		.filter(({ error }) => error.code !== expectedError)
		.map(({ error, message }) => `failed item (${error.code}): ${message}`);
	if (step.success.length + step.errors.length === 0) problems.push('gave no item');
	for (const item of step.success) {
		const problem = givesEnvelopes(step) ? problemOfEnvelope(step, envelopeOf(item)) : problemOfRecord(item.json);
		if (problem) problems.push(problem);
	}
	return problems;
}

function problemOfEnvelope({ node, resource, operation }: Step, { success, data }: Envelope): string | undefined {
	if (success !== true) return 'an item is not a success';
	if (expectedData(node, resource, operation)(data)) return undefined;
	return `unexpected data: ${JSON.stringify(data)}`;
}

function problemOfRecord(record: IDataObject): string | undefined {
	return typeof (record.name ?? record.eventId) === 'string'
		? undefined
		: `a record without a name: ${JSON.stringify(record)}`;
}

/** The shape of each operation's data, whatever the vendor. */
function expectedData({ parameters }: INode, resource: string, operation: string): (data: unknown) => boolean {
	if ((parameters.options as IDataObject | undefined)?.dryRun === true)
		return (data) => isObject(data) && data.dryRun === true && isList(data.plan);
	if (operation === 'upsert')
		return (data) => isObject(data) && typeof data.action === 'string' && isObject(data.group);
	if (operation === 'grant' || operation === 'revoke')
		return (data) => isObject(data) && typeof data.changed === 'number' && isList(data.permissions);
	if (operation === 'getAll' || resource === 'permission') return Array.isArray;
	if (resource === 'member')
		return (data) => isObject(data) && [data.added, data.removed, data.unchanged].every(isList);
	if (operation === 'deleteMany') return (data) => isObject(data) && isList(data.deleted) && isEmpty(data.failed);
	// Without a body in the vendor's answer the data says `deleted` or `updated` beside the id.
	return (data) => isObject(data) && (data.id ?? data.groupId) !== undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isList = (value: unknown): boolean => Array.isArray(value);
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
