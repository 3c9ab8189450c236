import type { AnySimulator, LoggedRequest } from '../../simulators';

/** A request: method, path and query from the base URL on, and the JSON body if there is one. */
export type Line = string;

type Written = Pick<LoggedRequest, 'method' | 'path' | 'query' | 'body'>;

/** The path in front of every request to the API. */
export const basePathOf = ({ baseUrl }: Pick<AnySimulator, 'baseUrl'>): string =>
	new URL(baseUrl).pathname.replace(/\/$/, '');

/** Requests to the API in order of arrival; a login is none. */
export function apiLogOf(simulator: AnySimulator): LoggedRequest[] {
	const basePath = basePathOf(simulator);
	return simulator.log.filter(({ path }) => path.startsWith(`${basePath}/`));
}

export function lineOf({ method, path, query, body }: Written, basePath: string): Line {
	const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
	const target = `${path.slice(basePath.length)}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
	return `${method} ${target}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
}

export const isWrite = ({ method }: Pick<LoggedRequest, 'method'>): boolean => method !== 'GET';

export const isRead = (line: Line): boolean => line.startsWith('GET ');

export function partsOf(line: Line): { method: string; target: string; body?: unknown } {
	const [, method, target, body] = /^(\S+) (\S+)(?: (.*))?$/.exec(line)!;
	return { method: method!, target: target!, ...(body === undefined ? {} : { body: JSON.parse(body) as unknown }) };
}

/** `PUT /groups/7`, without query and body. */
export const callOf = (line: Line): string => `${partsOf(line).method} ${partsOf(line).target.split('?')[0]}`;
