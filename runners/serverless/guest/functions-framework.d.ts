/** As much of it as is used here: the package is no dependency of this project. */
declare module '@google-cloud/functions-framework' {
  export interface FunctionRequest {
    readonly body: unknown;
  }
  export interface FunctionResponse {
    status(code: number): FunctionResponse;
    type(name: string): FunctionResponse;
    send(body: string): FunctionResponse;
  }
  export function http(
    name: string,
    handler: (request: FunctionRequest, response: FunctionResponse) => Promise<void>,
  ): void;
}
