// Original file: proto/cburst/v1/ops.proto

import type { QuarantinedMessage as _cburst_v1_QuarantinedMessage, QuarantinedMessage__Output as _cburst_v1_QuarantinedMessage__Output } from '../../cburst/v1/QuarantinedMessage.ts';

/**
 * A page of messages that wait for an operator.
 */
export interface ListQuarantineResponse {
  /**
   * By number.
   */
  'messages'?: (_cburst_v1_QuarantinedMessage)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
}

/**
 * A page of messages that wait for an operator.
 */
export interface ListQuarantineResponse__Output {
  /**
   * By number.
   */
  'messages': (_cburst_v1_QuarantinedMessage__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
}
