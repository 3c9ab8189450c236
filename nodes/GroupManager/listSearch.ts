import type { ILoadOptionsFunctions } from 'n8n-workflow';

/** The picker of groups, as node and trigger have it. */
export const listSearch = {
	async searchGroups(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
		return await (await import('./runtime')).searchGroups.call(this, filter, paginationToken);
	},
};
