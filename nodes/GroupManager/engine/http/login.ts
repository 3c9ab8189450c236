/** Why there is no token. n8n wraps it, so that it is known again by its name only. */
export class LoginError extends Error {
	/** @param httpStatus undefined when the login server could not be reached */
	constructor(
		message: string,
		readonly httpStatus?: number,
	) {
		super(message);
		this.name = LoginError.name;
	}
}

export const isLoginError = ({ name }: { name?: unknown }): boolean => name === LoginError.name;
