// The ToolTests module.
