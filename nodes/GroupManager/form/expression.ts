/** The entry of a table that a parameter chooses. */
export const chosenOf = (parameter: string, table: object): string => `(${literal(table)})[$parameter.${parameter}]`;

/** A text that stands only in a dry run. */
export const inDryRun = (text: string): string => `($parameter.options?.dryRun ? ${JSON.stringify(text)} : "")`;

/** Two braces in a row would end n8n's expression. */
const literal = (table: object): string => JSON.stringify(table).replace(/\}(?=\})/g, '} ');
