/** Every way in which storage refuses to go on. */
export type StorageErrorCode =
  | 'STORAGE_OPTION'
  | 'STORAGE_URL'
  | 'STORAGE_NAME'
  | 'STORAGE_PLATFORM'
  | 'STORAGE_NO_SERVER_USER'
  | 'STORAGE_IN_USE'
  | 'STORAGE_DATA_LOST'
  | 'STORAGE_DATA_UNREACHABLE'
  | 'STORAGE_DATA_VERSION'
  | 'STORAGE_SECRET'
  | 'STORAGE_INITIALISE'
  | 'STORAGE_START'
  | 'STORAGE_STOPPED'
  | 'STORAGE_CLOSED'
  | 'STORAGE_CONNECTION_LOST'
  | 'STORAGE_ROLLED_BACK'
  | 'MIGRATION_FOLDER'
  | 'MIGRATION_NAME'
  | 'MIGRATION_REPEATED'
  | 'MIGRATION_CHANGED'
  | 'MIGRATION_VANISHED'
  | 'MIGRATION_ORDER'
  | 'MIGRATION_TRANSACTION'
  | 'MIGRATION_FAILED';

/** A failure of storage. The message names the setting, file or folder at fault; never a password, a row or a value. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The `code` of a file-system or process error such as ENOENT; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
