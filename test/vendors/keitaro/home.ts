import type { Home } from '../../kit/ground';

export const home: Home = {
	group: { id: 2, name: 'EU search' },
	another: { id: 3, name: 'LATAM push' },
	members: ['103', '104'],
	newcomer: '106',
	unknownGroup: '4711',
	unknownMember: '98765',
	stranger: (index) => String(index + 10_000),
	keyed: (apiKey) => ({ apiKey }),
	wrong: (apiKey) => [{ apiKey }],
	deletions: [{}],
	created: (name) => ({ id: 9, name, position: 4, type: 'campaigns' }),
};
