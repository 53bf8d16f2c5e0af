// The DockingTests module.
