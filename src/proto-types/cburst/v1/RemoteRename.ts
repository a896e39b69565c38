// Original file: proto/cburst/v1/host.proto


/**
 * A nick change on another server.
 */
export interface RemoteRename {
  /**
   * The server.
   */
  'server'?: (string);
  /**
   * The nick before; the case of letters may differ.
   */
  'from'?: (Buffer | Uint8Array | string);
  /**
   * The nick now. Who had it on that server before is gone.
   */
  'to'?: (Buffer | Uint8Array | string);
}

/**
 * A nick change on another server.
 */
export interface RemoteRename__Output {
  /**
   * The server.
   */
  'server': (string);
  /**
   * The nick before; the case of letters may differ.
   */
  'from': (Buffer);
  /**
   * The nick now. Who had it on that server before is gone.
   */
  'to': (Buffer);
}
