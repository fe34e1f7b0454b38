declare module "*.css";
declare module "process/browser.js";
