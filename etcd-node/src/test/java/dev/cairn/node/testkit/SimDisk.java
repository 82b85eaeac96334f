// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that behaves as badly as a real one may: what was not fsynced survives a power cut sector by sector
 * as the dice fall, names survive up to some point of what was done to their directory since its fsync. Faults on
 * command: power cut at the n-th operation, full disk, failing fsync, flipped bits.
 */
public final class SimDisk implements Disk {
    /** What may be done to a disk and changes something. */
    public enum Operation {
        CREATE,
        CREATE_DIRECTORY,
        WRITE,
        RESIZE,
        FSYNC,
        RENAME,
        DELETE,
        FSYNC_DIRECTORY
    }

    /** What a {@link #trap} does. */
    public enum Effect {
        POWER_CUT,
        FAILURE,
        /** From then on nothing grows. */
        FULL
    }

    private record Trap(Operation operation, String pathPart, Effect effect, Runnable sprung) {}

    private final SimDirectory root = new SimDirectory();
    private long capacityBytes = Long.MAX_VALUE;
    private long operations;
    private long powerCutAt = Long.MAX_VALUE;
    private boolean failFsync;
    private boolean lostWrites;
    private int epoch;
    private final List<Trap> traps = new ArrayList<>();

    /** Writes fail above this many bytes in all files together. */
    public void limitTo(long bytes) {
        capacityBytes = bytes;
    }

    /** The next fsync of a file fails, and what it should have saved is lost. */
    public void failNextFsync() {
        failFsync = true;
    }

    /** Every operation from the n-th from now on finds the power cut; that one may be half done. */
    public void cutPowerAfter(long further) {
        powerCutAt = operations + further;
    }

    /**
     * The next operation of this kind on a path that contains {@code pathPart} goes wrong, once; {@code sprung} is told
     * just before. It stays armed over restarts, also beside later ones for other places.
     */
    public void trap(Operation operation, String pathPart, Effect effect, Runnable sprung) {
        traps.removeIf(
                armed -> armed.operation() == operation && armed.pathPart().equals(pathPart));
        traps.add(new Trap(operation, pathPart, effect, sprung));
    }

    /** Runs an action that no armed trap and no full disk gets into; they are there again after it. */
    public void sparing(Runnable action) {
        List<Trap> armed = List.copyOf(traps);
        long capacity = capacityBytes;
        traps.clear();
        capacityBytes = Long.MAX_VALUE;
        try {
            action.run();
        } finally {
            traps.addAll(armed);
            capacityBytes = capacity;
        }
    }

    /** Operations that change something, so far. */
    public long operations() {
        return operations;
    }

    /** Power is back: what was not durable survives as the dice fall; open files are gone. */
    public void restart(RandomGenerator random) {
        restart(random, (file, survival) -> {});
    }

    /** The same; {@code files} is told what became of each file's unsynced sectors. */
    public void restart(RandomGenerator random, BiConsumer<Path, SimFile.Survival> files) {
        epoch++;
        powerCutAt = Long.MAX_VALUE;
        failFsync = false;
        lostWrites = false;
        root.restart(Path.of("/"), random, files);
    }

    /** All files are gone, as with another disk in the place of this one. */
    public void wipe() {
        epoch++;
        root.entries.clear();
        root.fsync();
    }

    /** The process that uses the disk ends; the machine goes on, so what was written stays, synced or not. */
    public void endProcess() {
        epoch++;
        powerCutAt = Long.MAX_VALUE;
        failFsync = false;
        root.unlock();
    }

    /** Bytes that all files together may hold beyond what they hold now. */
    public void limitFurther(long bytes) {
        capacityBytes = root.usedBytes() + bytes;
    }

    /** Takes back what was commanded and has not happened yet. */
    public void noMoreFaults() {
        capacityBytes = Long.MAX_VALUE;
        powerCutAt = Long.MAX_VALUE;
        failFsync = false;
        traps.clear();
    }

    /** Flips bits of what is stored, durably. */
    public void corrupt(Path file, long offset, int mask) throws IOException {
        find(file).corrupt(offset, mask);
    }

    /** Cuts or extends a file from outside, durably. */
    public void resize(Path file, long sizeBytes) throws IOException {
        SimFile each = find(file);
        each.resize(sizeBytes);
        each.makeDurable();
    }

    /** A file's contents as they would be read now. */
    public byte[] contents(Path file) throws IOException {
        return find(file).contents();
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        step(Operation.CREATE, file);
        SimDirectory parent = parentOf(file);
        if (parent.entries.containsKey(name(file))) {
            throw new FileAlreadyExistsException(file.toString());
        }
        SimFile created = new SimFile();
        parent.entries.put(name(file), created);
        parent.changed();
        cutIfDue();
        return new SimDiskFile(this, created, file, epoch);
    }

    @Override
    public DiskFile openForWriting(Path file) throws IOException {
        return new SimDiskFile(this, find(file), file, epoch);
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        return openForWriting(file);
    }

    @Override
    public FileChannel openChannel(Path file) throws IOException {
        return new MemoryChannel(contents(file));
    }

    @Override
    public boolean exists(Path path) {
        checkPower();
        if (path.toAbsolutePath().getNameCount() == 0) {
            return true;
        }
        SimDirectory parent = lookUp(path.toAbsolutePath().getParent());
        return parent != null && parent.entries.containsKey(name(path));
    }

    @Override
    public List<String> list(Path path) throws IOException {
        checkPower();
        return List.copyOf(directory(path).entries.keySet());
    }

    @Override
    public void createDirectory(Path path) {
        stepUnfailing(Operation.CREATE_DIRECTORY, path);
        SimDirectory at = root;
        for (Path part : path.toAbsolutePath()) {
            if (!at.entries.containsKey(part.toString())) {
                at.entries.put(part.toString(), new SimDirectory());
                at.changed();
            }
            at = (SimDirectory) at.entries.get(part.toString());
        }
        cutIfDue();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step(Operation.RENAME, from);
        SimDirectory source = parentOf(from);
        SimDirectory target = parentOf(to);
        Object moved = source.entries.remove(name(from));
        if (moved == null) {
            throw new NoSuchFileException(from.toString());
        }
        if (target.entries.get(name(to)) instanceof SimDirectory present && !present.entries.isEmpty()) {
            source.entries.put(name(from), moved);
            throw new IOException(to + ": Directory not empty");
        }
        target.entries.put(name(to), moved);
        target.changed();
        if (source != target) {
            source.changed();
        }
        cutIfDue();
    }

    @Override
    public void delete(Path path) {
        stepUnfailing(Operation.DELETE, path);
        SimDirectory parent = lookUp(path.toAbsolutePath().getParent());
        if (parent != null && parent.entries.remove(name(path)) != null) {
            parent.changed();
        }
        cutIfDue();
    }

    @Override
    public void fsyncDirectory(Path path) throws IOException {
        step(Operation.FSYNC_DIRECTORY, path);
        cutIfDue();
        directory(path).fsync();
    }

    void use(long moreBytes) throws IOException {
        if (capacityBytes != Long.MAX_VALUE && root.usedBytes() + moreBytes > capacityBytes) {
            throw new IOException("No space left on device");
        }
    }

    /** An fsync has failed since the last restart: what is read may not be what is stored. */
    public boolean hasLostWrites() {
        return lostWrites;
    }

    boolean takeFsyncFailure() {
        boolean fails = failFsync;
        lostWrites |= fails;
        failFsync = false;
        return fails;
    }

    int epoch() {
        return epoch;
    }

    /** Counts an operation that changes something. */
    void step(Operation operation, Path path) throws IOException {
        checkPower();
        operations++;
        Optional<Trap> sprung = traps.stream()
                .filter(armed ->
                        armed.operation() == operation && path.toString().contains(armed.pathPart()))
                .findFirst();
        if (sprung.isPresent()) {
            traps.remove(sprung.get());
            spring(sprung.get(), path);
        }
    }

    private void spring(Trap trap, Path path) throws IOException {
        trap.sprung().run();
        switch (trap.effect()) {
            case POWER_CUT -> powerCutAt = operations;
            case FAILURE -> fail(trap.operation(), path);
            case FULL -> {
                capacityBytes = root.usedBytes();
                throw new IOException(path + ": No space left on device");
            }
        }
    }

    private void stepUnfailing(Operation operation, Path path) {
        try {
            step(operation, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fail(Operation operation, Path path) throws IOException {
        if (operation != Operation.FSYNC) {
            throw new IOException(path + ": Input/output error");
        }
        failFsync = true;
    }

    /** After the volatile effect of an operation, before a durable one. */
    void cutIfDue() {
        if (operations >= powerCutAt) {
            throw new PowerCut();
        }
    }

    void checkPower() {
        cutIfDue();
    }

    private SimFile find(Path file) throws IOException {
        checkPower();
        if (parentOf(file).entries.get(name(file)) instanceof SimFile found) {
            return found;
        }
        throw new NoSuchFileException(file.toString());
    }

    private SimDirectory parentOf(Path path) throws IOException {
        return directory(path.toAbsolutePath().getParent());
    }

    private SimDirectory directory(Path path) throws IOException {
        SimDirectory found = lookUp(path);
        if (found == null) {
            throw new NoSuchFileException(path.toString());
        }
        return found;
    }

    private SimDirectory lookUp(Path path) {
        SimDirectory at = root;
        for (Path part : path.toAbsolutePath()) {
            if (!(at.entries.get(part.toString()) instanceof SimDirectory next)) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
