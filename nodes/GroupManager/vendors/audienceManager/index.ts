import { headerValue } from '../../engine/http/connection';
import { matchesFilters } from '../../engine/steps/groupList';
import { deleteGroup, updateGroup } from '../../engine/steps/groupWrites';
import { defineVendor } from '../../engine/contract/vendor';
import { deleteMany } from './bulkDelete';
import {
	create,
	DELETE_PATH,
	getGroup,
	listGroups,
	lookForTwins,
	UPDATE_PATH,
	updateBody,
	upsertGroup,
} from './groups';
import { loginRequest, usesLogin } from './login';
import { add, listMembers, remove, set } from './members';
import { grant, listPermissions, readPermissionNames, revoke, setPermissions } from './permissions';
import { idOf, refusal, unescaped } from './wire';

export const audienceManager = defineVendor({
	id: 'audienceManager',
	label: 'Adobe Audience Manager',
	basePath: '/api/v1',
	defaultDomain: 'https://aam.adobe.io/v1',
	idKind: 'integer',
	hasDescription: true,
	memberNames: 'idsAndNames',
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
			// Without it texts come HTML-escaped, and would be written back so.
			'AAM-Disable-Escaping-HTML': 'true',
		};
	},
	usesToken: usesLogin,
	testPath: '/users/self',
	refusal,
	pick: async (task, filter) => {
		const groups = (await listGroups(task)).filter((group) =>
			matchesFilters(group, { nameContains: filter }, unescaped),
		);
		return { entries: groups.map((group) => ({ name: unescaped(String(group.name)), id: idOf(group) })) };
	},
	permissionNames: readPermissionNames,
	resources: {
		group: {
			create: {
				fields: ['body'],
				options: ['dryRun'],
				note: 'Audience Manager accepts several groups of the same name.',
				run: create,
			},
			get: {
				fields: ['groupId'],
				note: 'Audience Manager documents no request for a single group: the list is read and the group is picked from it.',
				run: getGroup,
			},
			getAll: { fields: ['limit', 'filters'], run: listGroups },
			update: {
				fields: ['groupId', 'body'],
				options: ['dryRun'],
				note: 'Name and description are always sent together; the one that you leave empty is read first and kept. JSON is sent as it is.',
				run: async (task) => await updateGroup(task, UPDATE_PATH, updateBody),
			},
			delete: {
				fields: ['groupId'],
				options: ['dryRun', 'ignoreMissing'],
				run: async (task) => await deleteGroup(task, DELETE_PATH),
			},
			deleteMany,
			upsert: {
				fields: ['body'],
				options: ['dryRun'],
				note: 'Several groups may have the same name: then nothing is changed and the item fails. An empty description is left as it is.',
				run: upsertGroup,
				lookBack: lookForTwins,
			},
		},
		member: {
			add,
			getAll: { fields: ['groupId', 'limit'], run: listMembers },
			remove,
			set,
		},
		permission: {
			getAll: { fields: ['groupId', 'limit'], run: listPermissions },
			grant,
			revoke,
			set: setPermissions,
		},
	},
});
