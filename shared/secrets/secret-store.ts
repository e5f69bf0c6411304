/** Where credentials are kept. Values are read when needed and never logged. */
export interface SecretStore {
  /**
   * The value of a secret's version, as text.
   *
   * @param name Id of the secret, or `id@version`; the latest version when none is named.
   * @throws AppError `secret_unavailable` when it is missing, disabled or can't be read.
   */
  read(name: string): Promise<string>;
}
