import type { Home } from '../../kit/ground';
import { byId } from '../../kit/json';

const permissions = [{ objectType: 'SEGMENT', objectId: 2363, permissions: ['READ'] }];

export const home: Home = {
	group: { id: 2002, name: 'Data Science' },
	another: { id: 2001, name: 'Media Buyers' },
	members: ['502', '503'],
	newcomer: '505',
	unknownGroup: '4711',
	unknownMember: 'nobody.at.all',
	stranger: (index) => `user.${index}`,
	person: ['ines.duarte@example.com', 'INES.DUARTE@example.com', 'ines.duarte', '501'],
	goneGroup: 'invalid_input',
	keyed: (apiKey) => ({ authentication: 'accessToken', apiKey, clientId: '' }),
	wrong: (key) => [{ authentication: 'accessToken', apiKey: key }, { clientSecret: key }],
	deletions: ['perGroup', 'delete', 'post'].map((bulkDeleteMethod) => ({ bulkDeleteMethod })),
	ownFields: [{ on: /deleteMany/, name: 'bulkDeleteMethod', label: /Bulk Delete Method/, isOption: true }],
	created: (name) => ({ groupId: 2005, name, description: null }),
	operations: {
		'permission.getAll': { groupId: byId(2001), returnAll: true },
		'permission.set': { groupId: byId(2001), permissions },
		'permission.grant': { groupId: byId(2001), permissions },
		'permission.revoke': { groupId: byId(2001), permissions },
	},
};
