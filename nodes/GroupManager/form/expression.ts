/** The entry of a table that a parameter chooses. */
export const chosenOf = (parameter: string, table: object): string => `(${literal(table)})[$parameter.${parameter}]`;

/** A text that stands only where Dry Run is fixed to on: what a model or an item decides comes as other text. */
export const inDryRun = (text: string): string =>
	`($parameter.options?.dryRun === true ? ${JSON.stringify(text)} : "")`;

/** Two braces in a row would end n8n's expression. */
export const literal = (table: object): string => JSON.stringify(table).replace(/\}(?=\})/g, '} ');
