import type { Home } from '../../kit/ground';

export const home: Home = {
	group: { id: 'grp-support', name: 'Customer Support' },
	another: { id: 'grp-compliance', name: 'Compliance' },
	members: ['usr-lucia', 'usr-peter'],
	newcomer: 'usr-mei',
	unknownGroup: 'nope-4711',
	unknownMember: 'nobody.at.all@example.com',
	stranger: (index) => `usr-${index}`,
	person: ['omar.haddad@example.com', 'Omar.Haddad@Example.com', 'usr-omar'],
	keyed: (apiKey) => ({ apiKey }),
	wrong: (apiKey) => [{ apiKey }],
	deletions: [{}],
	ownFields: [{ on: /member\.getAll/, name: 'memberRole', label: /Role/ }],
	created: (name) => ({ id: 'new', name }),
};
