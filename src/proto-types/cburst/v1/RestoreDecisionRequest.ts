// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Restores what a decision cost.
 */
export interface RestoreDecisionRequest {
  /**
   * Its number.
   */
  'number'?: (number | string | Long);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by'?: (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only'?: (boolean);
  /**
   * True: where users here went to another id by the decision, that is undone. They get an id of their own, which others do not
   * see, with what they had before, and without what they gained where nobody changed it since.
   */
  'apart'?: (boolean);
}

/**
 * Restores what a decision cost.
 */
export interface RestoreDecisionRequest__Output {
  /**
   * Its number.
   */
  'number': (number);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
  /**
   * True: where users here went to another id by the decision, that is undone. They get an id of their own, which others do not
   * see, with what they had before, and without what they gained where nobody changed it since.
   */
  'apart': (boolean);
}
