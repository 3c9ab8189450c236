// Loaded into the n8n of `npm start` by NODE_OPTIONS: the vendors' own addresses are answered by the simulators
// on this machine. So a new credential works with nothing but a key, and a key that is tried out never leaves the machine.
const http = require('node:http');
const https = require('node:https');

/** By host name: where its simulator listens, and which beginning of a path stands for which. */
const stands = JSON.parse(process.env.GROUP_MANAGER_SIMULATORS ?? '{}');
const toVendor = https.request;

https.request = (...args) => {
	const options = args.find((arg) => typeof arg === 'object' && !(arg instanceof URL)) ?? {};
	const url = args.find((arg) => typeof arg === 'string' || arg instanceof URL);
	const { hostname, pathname, search } = url
		? new URL(url)
		: new URL(`https://${options.hostname ?? options.host}${options.path}`);
	const stand = stands[hostname];
	if (!stand) return toVendor(...args);
	const { port, from, to } = stand;
	const path = pathname.startsWith(from) ? `${to}${pathname.slice(from.length)}${search}` : `${pathname}${search}`;
	const local = {
		protocol: 'http:',
		hostname: '127.0.0.1',
		host: '127.0.0.1',
		port,
		path,
		agent: undefined,
		agents: undefined,
	};
	return http.request(
		{ ...options, ...local },
		args.find((arg) => typeof arg === 'function'),
	);
};
