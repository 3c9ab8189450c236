import { headerValue } from '../../engine/connection';
import { defineVendor, type CallRow } from '../../engine/vendor';
import { getGroup, groupBody, listGroups, locate, pickGroups } from './operations';
import { refusal } from './wire';

const READ_ONLY = 'The group "Everyone" is read only: Reach 360 refuses to change or delete it.';

const deleteRow: CallRow = {
	fields: ['groupId'],
	options: ['ignoreMissing'],
	call: 'DELETE /groups/{groupId}',
	answer: 'nothing',
};

const NO_PERMISSIONS = 'Reach 360 has no permissions on groups: what a person may do comes from the roles in Reach 360';

export const reach360 = defineVendor({
	id: 'reach360',
	label: 'Articulate Reach 360',
	basePath: '',
	idKind: 'text',
	hasDescription: false,
	headers: (credential) => {
		const version = headerValue(credential, 'apiVersion', 'API Version', { optional: true });
		return {
			Authorization: `Bearer ${headerValue(credential, 'apiKey', 'API Key')}`,
			...(version === '' ? {} : { 'API-Version': version }),
		};
	},
	usesToken: () => false,
	testPath: '/groups?limit=1',
	refusal,
	locate,
	pick: pickGroups,
	resources: {
		group: {
			create: { fields: ['body'], call: 'POST /groups', body: groupBody, answer: 'group' },
			get: { fields: ['groupId'], run: getGroup },
			getAll: { fields: ['limit', 'filters'], run: listGroups },
			update: { fields: ['groupId', 'body'], note: READ_ONLY, call: 'PUT /groups/{groupId}', body: groupBody, answer: 'nothing' },
			delete: { ...deleteRow, note: READ_ONLY },
			deleteMany: { fields: ['groupIds'], options: ['ignoreMissing'], note: READ_ONLY, each: deleteRow },
		},
		permission: { getAll: { unsupported: NO_PERMISSIONS }, set: { unsupported: NO_PERMISSIONS } },
	},
});
