import type { Home } from '../../kit/ground';

export const home: Home = {
	group: { id: 'g-2', name: 'Field Sales' },
	another: { id: 'g-3', name: 'Night Shift' },
	members: ['u-1', 'u-2'],
	newcomer: 'u-4',
	unknownGroup: 'g-99',
	unknownMember: 'u-99',
	stranger: (index) => `u-${index + 1_000}`,
	keyed: (apiKey) => ({ apiKey }),
	wrong: (apiKey) => [{ apiKey }],
	deletions: [{}],
	created: (name) => ({ id: 'gn-3', profile: { name, description: null } }),
};
