// The TidyTests module.
