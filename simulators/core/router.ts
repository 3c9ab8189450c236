import { type Answer, Refusal, type SimulatedRequest, violation } from './http';

export interface Route<Context> {
	/** `PUT /groups/{id}`: literal segments and the trailing slash count; `{…}` takes one segment, decoded once. */
	match: string;
	/** The query parameters that it knows; any other is refused. */
	query?: readonly string[];
	/** What the body must be; without it there must be none. */
	body?: 'json' | 'form';
	handle: (context: Context, params: Record<string, string>) => Answer;
}

export interface Matched<Context> {
	route: Route<Context>;
	params: Record<string, string>;
}

/** The first route that fits. Throws a Refusal 404 `not_found`, for the vendor to word. */
export function matchRoute<Context>(
	routes: ReadonlyArray<Route<Context>>,
	{ method, path }: SimulatedRequest,
): Matched<Context> {
	for (const route of routes) {
		const [wantedMethod, pattern = ''] = route.match.split(' ');
		const params = method === wantedMethod ? matchPath(pattern, path) : undefined;
		if (params) return { route, params };
	}
	throw new Refusal(404, 'not_found', `simulator: nothing answers to ${method} ${path}`);
}

/** Turns down query parameters and bodies that the route does not document. */
export function checkRequest<Context>(route: Route<Context>, request: SimulatedRequest): void {
	for (const name of Object.keys(request.query)) {
		if (!route.query?.includes(name)) throw violation(`unknown query parameter "${name}"`);
	}
	if (!route.body) {
		if (request.rawBody !== '') throw violation(`${route.match} takes no body`);
		return;
	}
	const wanted = route.body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
	const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
	if (given !== wanted) throw violation(`the Content-Type must be ${wanted}, not ${given ?? 'missing'}`);
	if (request.body === undefined) throw violation('the body is not valid JSON');
}

/** A query parameter that may be given once. */
export function single(request: SimulatedRequest, name: string): string | undefined {
	const value = request.query[name];
	if (Array.isArray(value)) throw violation(`query parameter "${name}" is given more than once`);
	return value;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
	const wanted = pattern.split('/');
	const given = path.split('/');
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, segment] of given.entries()) {
		const expected = wanted[index] ?? '';
		if (!expected.startsWith('{')) {
			if (segment !== expected) return undefined;
		} else {
			if (segment === '') return undefined;
			params[expected.slice(1, -1)] = decodeOnce(segment);
		}
	}
	return params;
}

function decodeOnce(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw violation(`malformed percent-encoding in the path: ${segment}`);
	}
}
