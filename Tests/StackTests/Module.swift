// The StackTests module.
