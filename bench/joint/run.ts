import { measureJoint } from './measure';
import { OPERATIONS } from './operations';

/** A process of its own, so that nothing else is on the heap. Prints the figures of the operation at that place. */
async function main(): Promise<void> {
	const operation = OPERATIONS[Number(process.argv[2])];
	if (!operation) throw new Error(`There are the operations 0 to ${OPERATIONS.length - 1}`);
	process.stdout.write(JSON.stringify(await measureJoint(operation)));
}

void main();
