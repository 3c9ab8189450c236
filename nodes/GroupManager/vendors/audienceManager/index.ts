import { headerValue } from '../../engine/connection';
import { matchesFilters } from '../../engine/groupList';
import { defineVendor } from '../../engine/vendor';
import { loginRequest, usesLogin } from './login';
import { createBody, deleteGroups, deleteRow, getGroup, listGroups, locate, setPermissions, updateGroup } from './operations';
import { idOf, refusal, unescaped } from './wire';

export const audienceManager = defineVendor({
	id: 'audienceManager',
	label: 'Adobe Audience Manager',
	basePath: '/api/v1',
	idKind: 'integer',
	hasDescription: true,
	checkCredential: (credential) => {
		if (usesLogin(credential)) loginRequest(credential);
	},
	headers: (credential) => {
		const login = usesLogin(credential);
		// Empty before the first login; n8n puts the token in before anything is sent.
		const token = login
			? headerValue(credential, 'accessToken', 'Access Token', { optional: true })
			: headerValue(credential, 'apiKey', 'Access Token');
		const clientId = headerValue(credential, 'clientId', 'Client ID', { optional: !login });
		const organizationId = headerValue(credential, 'organizationId', 'Organization ID', { optional: true });
		return {
			Authorization: `Bearer ${token}`,
			...(clientId === '' ? {} : { 'x-api-key': clientId }),
			...(organizationId === '' ? {} : { 'x-gw-ims-org-id': organizationId }),
		};
	},
	usesToken: usesLogin,
	testPath: '/users/self',
	refusal,
	locate,
	pick: async (task, filter) => {
		const groups = (await listGroups(task)).filter((group) => matchesFilters(group, { nameContains: filter }, unescaped));
		return { entries: groups.map((group) => ({ name: unescaped(String(group.name)), id: idOf(group) })) };
	},
	resources: {
		group: {
			create: {
				fields: ['body'],
				note: 'Audience Manager accepts several groups of the same name.',
				call: 'POST /groups/',
				body: createBody,
				answer: 'group',
			},
			get: {
				fields: ['groupId'],
				note: 'Audience Manager documents no request for a single group: the list is read and the group is picked from it.',
				run: getGroup,
			},
			getAll: { fields: ['limit', 'filters'], run: listGroups },
			update: {
				fields: ['groupId', 'body'],
				note: 'Name and description are always sent together; the one that you leave empty is read first and kept. JSON is sent as it is.',
				run: updateGroup,
			},
			delete: deleteRow,
			deleteMany: {
				fields: ['groupIds'],
				options: ['ignoreMissing', 'bulkDeleteMethod'],
				note: 'Deletes up to 100 groups in one request, over all items. Unknown IDs are not reported by the vendor and count as deleted.',
				run: deleteGroups,
				joint: true,
			},
		},
		permission: {
			getAll: { fields: ['groupId', 'limit'], call: 'GET /groups/{groupId}/permissions', answer: 'list' },
			set: {
				fields: ['groupId', 'permissions'],
				options: ['allowEmpty', 'maxRemovals'],
				note: 'Replaces the whole list: every entry that is missing from it is taken away from the group.',
				run: setPermissions,
			},
		},
	},
});
