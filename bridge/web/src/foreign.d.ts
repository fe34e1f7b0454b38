declare module "*.css";
declare module "*.worker.js?url" {
  /** Where the built file is, beside the page's own address. */
  const address: string;
  export default address;
}
