import type { INodeProperties } from 'n8n-workflow';

import { bodyFields, groupIdsField, groupPicker, groupTypes, offersAllTypes } from './form/groupFields';
import { keepers } from './form/kept';
import { filterField, listFields, membersField, outputField, roleField } from './form/listFields';
import { optionsField } from './form/optionsField';
import { permissionFields, permissionRows } from './form/permissionFields';
import { each, eachFromRoot, having } from './form/places';
import { notices, selectors } from './form/selectors';

/** Every parameter of the node, in the order in which people fill them in. */
export function nodeProperties(): INodeProperties[] {
	const members = each(membersField, ({ vendor, capability }) =>
		capability.fields.includes('members') ? vendor.memberNames : undefined,
	);
	const permissions = [
		...each(permissionFields, having('permissions')),
		...eachFromRoot(permissionRows, having('permissions')),
	];
	const filters = eachFromRoot(filterField, having('filters'));
	return [
		...selectors(),
		...notices(),
		...groupFields(),
		...members,
		...each(roleField, having('memberRole')),
		...permissions,
		...each(listFields, having('limit')),
		...filters,
		...each(outputField, () => 'all'),
		optionsField(),
		// The lists with the filters and options: an Allow Empty that outlived its list would empty a group.
		...keepers(members, having('members')),
		...keepers(permissions, having('permissions')),
		...keepers(filters, having('filters')),
	];
}

function groupFields(): INodeProperties[] {
	return [
		...each(groupTypes, ({ vendor, operation, capability }) =>
			capability.fields.includes('groupType')
				? `${vendor.id} ${String(offersAllTypes(capability, operation))}`
				: undefined,
		),
		...each(groupPicker, ({ vendor, capability }) =>
			capability.fields.includes('groupId') ? vendor.idKind : undefined,
		),
		...each(groupIdsField, having('groupIds')),
		...each(bodyFields, ({ vendor, operation, capability }) =>
			capability.fields.includes('body') ? `${String(vendor.hasDescription)} ${operation}` : undefined,
		),
	];
}
