import type { AnySimulator } from './definition';
import { type Fault, FAULT_KINDS, type FaultRule } from './faults';
import { type Answer, json, Refusal, type SimulatedRequest } from './http';
import { matchRoute, type Route } from './router';
import type { Simulator } from './simulator';
import { isRecord } from './shape';
import { type CommonSwitches, switchProblem, type SwitchTable } from './switches';

export const CONTROL_PREFIX = '/_simulator/';

interface Controlled<Seed> {
	switches: SwitchTable;
	defaultSeed: Seed;
}

/** The simulator's own endpoints, for tests that run in another process. JSON in and out. */
export function control<Switches extends CommonSwitches, State, Seed extends object>(
	vendor: Controlled<Seed>,
	simulator: Simulator<Switches, State, Seed>,
	request: SimulatedRequest,
): Answer {
	const routes = [...looks(simulator), ...changes(vendor, simulator), ...faultRoutes(simulator)];
	try {
		const { route, params } = matchRoute(routes, request);
		return route.handle(request, params);
	} catch (error) {
		if (error instanceof Refusal) return json(error.status, { error: error.message });
		return json(400, { error: String(error) });
	}
}

type ControlRoute = Route<SimulatedRequest>;

const looks = (simulator: Pick<AnySimulator, 'log' | 'state' | 'openConnections'>): ControlRoute[] => [
	{ match: 'GET /_simulator/log', handle: () => json(200, simulator.log) },
	{ match: 'GET /_simulator/state', handle: () => json(200, simulator.state) },
	{
		match: 'GET /_simulator/connections',
		// Not counting the one that asks.
		handle: () => json(200, { open: simulator.openConnections - 1 }),
	},
];

const changes = <Switches extends CommonSwitches, State, Seed extends object>(
	{ switches, defaultSeed }: Controlled<Seed>,
	simulator: Simulator<Switches, State, Seed>,
): ControlRoute[] => [
	{
		match: 'POST /_simulator/reset',
		handle: () => {
			simulator.reset();
			return json(200, {});
		},
	},
	{
		match: 'POST /_simulator/seed',
		handle: ({ body }) => {
			const data = object(body);
			const known = Object.keys(defaultSeed);
			const unknown = Object.keys(data).find((name) => !known.includes(name));
			if (unknown) throw bad(`unknown collection "${unknown}"; known: ${known.join(', ')}`);
			simulator.seed(data as Seed);
			return json(200, simulator.state);
		},
	},
	{
		match: 'POST /_simulator/switches',
		handle: ({ body }) => {
			const given = object(body);
			const problem = switchProblem(switches, given);
			if (problem) throw bad(problem);
			return json(200, Object.assign(simulator.switches, given));
		},
	},
];

const faultRoutes = (simulator: Pick<AnySimulator, 'faults' | 'latency'>): ControlRoute[] => [
	{
		match: 'POST /_simulator/faults',
		handle: ({ body }) => {
			const rules = (Array.isArray(body) ? body : [body]).map(readRule);
			for (const rule of rules) simulator.faults.add(rule);
			return json(200, { added: rules.length });
		},
	},
	{
		match: 'DELETE /_simulator/faults',
		handle: () => {
			simulator.faults.clear();
			return json(200, {});
		},
	},
	{
		match: 'POST /_simulator/latency',
		handle: ({ body }) => {
			const { latency } = object(body);
			if (typeof latency !== 'number' || latency < 0) throw bad('latency must be a number of milliseconds');
			simulator.latency = latency;
			return json(200, { latency });
		},
	},
];

function readRule(value: unknown): FaultRule {
	const { method, path, times, skip, probability, fault, ...unknown } = object(value);
	const [stray] = Object.keys(unknown);
	if (stray) throw bad(`unknown field "${stray}" in a fault rule`);
	if (!isFault(fault)) throw bad(`fault must be an object with one of: ${FAULT_KINDS.join(', ')}`);
	const source = optional(path, isString, 'path must be the source of a regular expression');
	return {
		method: optional(method, isString, 'method must be a string'),
		path: source === undefined ? undefined : new RegExp(source),
		// JSON has no Infinity: JSON.stringify writes null for it.
		times: times === null ? Number.POSITIVE_INFINITY : optional(times, isNumber, 'times must be a number or null'),
		skip: optional(skip, isNumber, 'skip must be a number'),
		probability: optional(probability, isNumber, 'probability must be a number'),
		fault,
	};
}

function isFault(value: unknown): value is Fault {
	return isRecord(value) && FAULT_KINDS.some((kind) => Object.hasOwn(value, kind));
}

function isString(value: unknown): value is string {
	return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
	return typeof value === 'number';
}

function optional<T>(value: unknown, accepts: (value: unknown) => value is T, problem: string): T | undefined {
	if (value === undefined || accepts(value)) return value;
	throw bad(problem);
}

function object(value: unknown): Record<string, unknown> {
	if (isRecord(value)) return value;
	throw bad('the body must be a JSON object');
}

function bad(message: string): Refusal {
	return new Refusal(400, 'control', message);
}
