/** The words of the generated tables in README's languages. What n8n's editor shows is English everywhere. */
export interface Language {
	/** As the links between the READMEs name it. */
	name: string;
	resource: string;
	operation: string;
	yes: string;
	no: string;
	/** Of the resources, by the names that workflows store. */
	resources: Record<string, string>;
}

export const LANGUAGES: Record<string, Language> = {
	'README.md': {
		name: 'English',
		resource: 'Resource',
		operation: 'Operation',
		yes: 'yes',
		no: 'no',
		resources: { group: 'Group', member: 'Member', permission: 'Permission' },
	},
};
