import Glibc

/// Lets others run while a test looks for something that will come.
func pause(milliseconds: Int) { usleep(UInt32(milliseconds * 1_000)) }
