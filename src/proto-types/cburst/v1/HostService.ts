// Original file: proto/cburst/v1/host.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AttachRequest as _cburst_v1_AttachRequest, AttachRequest__Output as _cburst_v1_AttachRequest__Output } from '../../cburst/v1/AttachRequest.ts';
import type { AttachResponse as _cburst_v1_AttachResponse, AttachResponse__Output as _cburst_v1_AttachResponse__Output } from '../../cburst/v1/AttachResponse.ts';

/**
 * One stream binds one ircd to its sidecar. docs/integrate.md leads through it.
 */
export interface HostServiceClient extends grpc.Client {
  /**
   * Attaches a host. Order from the host: hello; after the welcome snapshot_begin, snapshot batches, snapshot_end;
   * then events and results in any order. The sidecar sends no update before snapshot_end.
   * 
   * Ends with INVALID_ARGUMENT (a message that makes no sense; the text says which and why), FAILED_PRECONDITION
   * (another server name, casemapping or protocol version), ABORTED (a newer instance of the host took over),
   * ALREADY_EXISTS (a newer instance is attached), UNAVAILABLE (the sidecar stops).
   * Everything acknowledged before stays.
   */
  Attach(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_cburst_v1_AttachRequest, _cburst_v1_AttachResponse__Output>;
  Attach(options?: grpc.CallOptions): grpc.ClientDuplexStream<_cburst_v1_AttachRequest, _cburst_v1_AttachResponse__Output>;
  /**
   * Attaches a host. Order from the host: hello; after the welcome snapshot_begin, snapshot batches, snapshot_end;
   * then events and results in any order. The sidecar sends no update before snapshot_end.
   * 
   * Ends with INVALID_ARGUMENT (a message that makes no sense; the text says which and why), FAILED_PRECONDITION
   * (another server name, casemapping or protocol version), ABORTED (a newer instance of the host took over),
   * ALREADY_EXISTS (a newer instance is attached), UNAVAILABLE (the sidecar stops).
   * Everything acknowledged before stays.
   */
  attach(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_cburst_v1_AttachRequest, _cburst_v1_AttachResponse__Output>;
  attach(options?: grpc.CallOptions): grpc.ClientDuplexStream<_cburst_v1_AttachRequest, _cburst_v1_AttachResponse__Output>;
  
}

/**
 * One stream binds one ircd to its sidecar. docs/integrate.md leads through it.
 */
export interface HostServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Attaches a host. Order from the host: hello; after the welcome snapshot_begin, snapshot batches, snapshot_end;
   * then events and results in any order. The sidecar sends no update before snapshot_end.
   * 
   * Ends with INVALID_ARGUMENT (a message that makes no sense; the text says which and why), FAILED_PRECONDITION
   * (another server name, casemapping or protocol version), ABORTED (a newer instance of the host took over),
   * ALREADY_EXISTS (a newer instance is attached), UNAVAILABLE (the sidecar stops).
   * Everything acknowledged before stays.
   */
  Attach: grpc.handleBidiStreamingCall<_cburst_v1_AttachRequest__Output, _cburst_v1_AttachResponse>;
  
}

export interface HostServiceDefinition extends grpc.ServiceDefinition {
  Attach: MethodDefinition<_cburst_v1_AttachRequest, _cburst_v1_AttachResponse, _cburst_v1_AttachRequest__Output, _cburst_v1_AttachResponse__Output>
}
