const texts: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'the other side does not speak TLS',
  ERR_SSL_HTTP_REQUEST: 'the other side does not speak TLS but HTTP',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the other side does not speak TLS',
  ERR_SSL_RECORD_LAYER_FAILURE: 'the other side does not speak TLS',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the other side does not speak TLS 1.3',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'the other side does not speak TLS 1.3',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the other side wants another certificate than ours',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'the other side wants another certificate than ours',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'the other side wants another certificate than ours',
  ECONNRESET: 'the connection was closed during the handshake',
};

/** Why a connection did not become a link, for people. Never empty: errors that bundle others have no message. */
export function connectionProblem(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  const known = texts[code];
  if (known !== undefined) return `${known} (${code})`;
  return error.message || code || 'the connection failed';
}
