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
	'README.ru.md': {
		name: 'Русский',
		resource: 'Ресурс',
		operation: 'Операция',
		yes: 'да',
		no: 'нет',
		resources: { group: 'Группа (Group)', member: 'Участник (Member)', permission: 'Разрешение (Permission)' },
	},
	'README.de.md': {
		name: 'Deutsch',
		resource: 'Ressource',
		operation: 'Vorgang',
		yes: 'ja',
		no: 'nein',
		resources: { group: 'Gruppe (Group)', member: 'Mitglied (Member)', permission: 'Berechtigung (Permission)' },
	},
	'README.es.md': {
		name: 'Español',
		resource: 'Recurso',
		operation: 'Operación',
		yes: 'sí',
		no: 'no',
		resources: { group: 'Grupo (Group)', member: 'Miembro (Member)', permission: 'Permiso (Permission)' },
	},
};
