// Original file: proto/cburst/v1/channel.proto

import type { Topic as _cburst_v1_Topic, Topic__Output as _cburst_v1_Topic__Output } from '../../cburst/v1/Topic.ts';

/**
 * A channel's topic, or that it has none.
 */
export interface TopicField {
  /**
   * The topic. Absent: the channel has no topic.
   */
  'value'?: (_cburst_v1_Topic | null);
  '_value'?: "value";
}

/**
 * A channel's topic, or that it has none.
 */
export interface TopicField__Output {
  /**
   * The topic. Absent: the channel has no topic.
   */
  'value'?: (_cburst_v1_Topic__Output | null);
  '_value'?: "value";
}
